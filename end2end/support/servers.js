// The servers of a worker, for tests that come one after the other.

/** So many run at a time: tests with two or three servers take turns in some files. */
const AT_A_TIME = 3;

export class Servers {
  /** By what has started it; the one that was asked for last is the last. */
  #running = new Map();

  /** The server that `start` starts, if it is not running yet. */
  async of(start) {
    const server = this.#running.get(start) ?? await start();
    this.#running.delete(start);
    this.#running.set(start, server);
    const [[oldest, idle]] = this.#running;
    if (this.#running.size > AT_A_TIME) {
      this.#running.delete(oldest);
      await idle.stop();
    }
    return server;
  }

  async stop() {
    for (const server of this.#running.values()) await server.stop();
    this.#running.clear();
  }
}
