import { Socket } from 'node:net';

/**
 * A socket whose corks hold until the turn of the event loop is over, so that statements that are asked at once leave in one call to the
 * operating system: each by itself would wake the database, and this process by its answer. The driver corks each statement for itself.
 */
export class GatheringSocket extends Socket {
  #isGathering = false;

  override cork(): void {
    super.cork();
    if (this.#isGathering) return;
    this.#isGathering = true;
    super.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      super.uncork();
    });
  }
}
