import {open} from './api.js';

/** Longer than the server's signs of life are apart, twice over. */
const SILENCE_MS = 40_000;
const LONGEST_PAUSE_MS = 10_000;
/** After a longer interruption the lists tell more quickly what happened than every single result does. */
const LONGEST_CATCH_UP_MS = 60_000;

/**
 * Results as they come, by server-sent events. They are read with fetch, because EventSource cannot bring a token. After an
 * interruption it goes on behind the last one that came.
 */
export class Feed {
  #lastId = null;
  #lostAt = null;
  #controller = null;
  #closed = false;
  #watch = 0;

  /**
   * @param path of the events
   * @param handlers result(result), opened(), lost(problem)
   */
  constructor(path, handlers) {
    this.path = path;
    this.handlers = handlers;
  }

  /** Runs until it is closed. */
  async run() {
    let pause = 500;
    while (!this.#closed) {
      const begun = Date.now();
      try {
        await this.#read();
      } catch (problem) {
        if (this.#closed) {
          return;
        }
        this.#lostAt ??= Date.now();
        if (Date.now() - this.#lostAt > LONGEST_CATCH_UP_MS) {
          this.#lastId = null;
        }
        this.handlers.lost(problem);
        if (problem.status === 401) {
          return;
        }
      }
      clearTimeout(this.#watch);
      pause = Date.now() - begun > 5_000 ? 500 : Math.min(LONGEST_PAUSE_MS, pause * 2);
      await new Promise(done => setTimeout(done, pause));
    }
  }

  /** Whether the agent sends now. */
  get isOpen() {
    return this.#lostAt === null && !this.#closed;
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#watch);
    this.#controller?.abort();
  }

  async #read() {
    this.#controller = new AbortController();
    this.#alive();
    const headers = this.#lastId === null ? {} : {'Last-Event-ID': this.#lastId};
    const response = await open(this.path, {headers, signal: this.#controller.signal});
    this.#lostAt = null;
    this.handlers.opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const {value, done} = await reader.read();
      if (done) {
        throw new Error('the agent ended the stream');
      }
      this.#alive();
      const events = (rest + value).split('\n\n');
      rest = events.pop();
      events.forEach(event => this.#take(event));
    }
  }

  #take(event) {
    let data = null;
    for (const line of event.split('\n')) {
      if (line.startsWith('id: ')) {
        this.#lastId = line.slice(4);
      } else if (line.startsWith('data: ')) {
        data = line.slice(6);
      }
    }
    if (data !== null) {
      this.handlers.result(JSON.parse(data));
    }
  }

  /** A connection whose other end has gone without a word looks open for hours. */
  #alive() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#controller.abort(), SILENCE_MS);
  }
}
