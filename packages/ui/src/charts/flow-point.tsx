/** One day, week or month. Labels come finished from the server. */
export type FlowPoint = {
  key: string;
  /** `Thu, 22 Oct 2026`. */
  label: string;
  /** Short label under the axis; null where the axis says nothing. */
  tick: string | null;
  ready: number;
  merged: number;
  closedUnmerged: number;
  isIncomplete: boolean;
};
