/** Work in slices, so that the page answers meanwhile: no piece of it takes longer than a picture may take. */

const SLICE_MS = 12;
/** Items that are sorted at once, as fast as that goes. */
const RUN = 400;

/** Waits a moment where the work has gone on for as long as it may at once. */
class Breath {
  #since = performance.now();

  get isDue() {
    return performance.now() - this.#since > SLICE_MS;
  }

  async take() {
    await new Promise(done => setTimeout(done));
    this.#since = performance.now();
  }
}

/** As items.map, in slices. */
export async function mapInSlices(items, change) {
  const breath = new Breath();
  const changed = [];
  for (const item of items) {
    changed.push(change(item));
    if (breath.isDue) {
      await breath.take();
    }
  }
  return changed;
}

/** As items.toSorted, in slices: runs are sorted, and then merged in pairs. */
export async function sortInSlices(items, compare) {
  const breath = new Breath();
  let runs = [];
  for (let from = 0; from < items.length; from += RUN) {
    runs.push(items.slice(from, from + RUN).sort(compare));
    if (breath.isDue) {
      await breath.take();
    }
  }
  while (runs.length > 1) {
    const longer = [];
    for (let place = 0; place < runs.length; place += 2) {
      longer.push(place + 1 < runs.length ? await merged(runs[place], runs[place + 1], compare, breath) : runs[place]);
    }
    runs = longer;
  }
  return runs[0] ?? [];
}

async function merged(first, second, compare, breath) {
  const both = [];
  let left = 0;
  let right = 0;
  while (left < first.length && right < second.length) {
    both.push(compare(first[left], second[right]) <= 0 ? first[left++] : second[right++]);
    if (both.length % RUN === 0 && breath.isDue) {
      await breath.take();
    }
  }
  return both.concat(first.slice(left), second.slice(right));
}
