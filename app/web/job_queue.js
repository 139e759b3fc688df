// The queue of requests: one job at a time, the most urgent first. A job whose answer is outdated is aborted.

export class JobQueue {
  #jobs;
  #listener;
  #done = new Map();
  #running = null;
  #looping = false;
  #held = false;

  // A job has a name, run(signal), and wanted(): the key of the answer needed now, or null for none.
  constructor(jobs, listener) {
    this.#jobs = jobs;
    this.#listener = listener;
  }

  current(name) {
    const wanted = this.#jobs.find((job) => job.name === name).wanted();
    return wanted !== null && this.#done.get(name) === wanted;
  }

  settled() {
    return this.#next() === undefined;
  }

  // Begin no job until work() is called, and abort the running one if its answer is outdated.
  hold() {
    this.#held = true;
    const running = this.#running;
    if (running && running.job.wanted() !== running.key) running.controller.abort();
  }

  async work() {
    this.#held = false;
    if (this.#looping) return;
    this.#looping = true;
    try {
      for (let job = this.#next(); job && !this.#held; job = this.#next()) await this.#run(job);
      if (this.settled()) this.#listener.settled();
    } catch (error) {
      this.#listener.failed(error);
    } finally {
      this.#looping = false;
    }
  }

  #next() {
    return this.#jobs.find((job) => {
      const wanted = job.wanted();
      return wanted !== null && this.#done.get(job.name) !== wanted;
    });
  }

  async #run(job) {
    const controller = new AbortController();
    const key = job.wanted();
    this.#running = { job, key, controller };
    try {
      await job.run(controller.signal);
      controller.signal.throwIfAborted();
      this.#done.set(job.name, key);
      this.#listener.done(job.name);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    } finally {
      this.#running = null;
    }
  }
}
