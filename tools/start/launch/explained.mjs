/** An error that tells a person what to do; it is shown without a stack trace. */
export class ExplainedError extends Error {
  isExplained = true;
}
