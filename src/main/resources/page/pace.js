/** Drawing takes this part of the time at most, so that the page answers and the machine is spared. */
const SHARE = 0.05;
const FASTEST_MS = 500;
const SLOWEST_MS = 2_000;

/** Draws what has changed as often as this machine can do it well. */
export class Pace {
  #draw;
  #waiting = false;
  #ended = -Infinity;
  #pause = FASTEST_MS;

  constructor(draw) {
    this.#draw = draw;
  }

  /** Draws soon; once, however often it is called meanwhile. A page that nobody sees draws when it is seen again. */
  wanted() {
    if (this.#waiting) {
      return;
    }
    this.#waiting = true;
    setTimeout(() => requestAnimationFrame(() => this.#now()), Math.max(0, this.#ended + this.#pause - performance.now()));
  }

  #now() {
    const begun = performance.now();
    this.#waiting = false;
    this.#draw();
    // Comes behind the layout and the painting, which take longer than the scripts.
    setTimeout(() => {
      this.#ended = performance.now();
      this.#pause = Math.min(SLOWEST_MS, Math.max(FASTEST_MS, (this.#ended - begun) / SHARE));
    });
  }
}
