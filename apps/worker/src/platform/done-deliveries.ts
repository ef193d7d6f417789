/** Deliveries that this process has projected and whose bells are still to come. */
export type DoneDeliveries = {
  add(deliveryId: string): void;
  /** Whether it is done; it is forgotten then, since a delivery has one bell. */
  take(deliveryId: string): boolean;
};

const MOST = 10_000;

/**
 * Spares a look at the row, which is the truth: a delivery is added once its projection is committed, and stays done for ever. Those that
 * were added first are forgotten first.
 */
export function createDoneDeliveries(most = MOST): DoneDeliveries {
  const done = new Set<string>();
  return {
    add(deliveryId) {
      done.add(deliveryId);
      const [first] = done;
      if (done.size > most && first !== undefined) done.delete(first);
    },
    take: (deliveryId) => done.delete(deliveryId),
  };
}
