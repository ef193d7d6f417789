/** What is wrong with what was sent, as a form shows it. */
export type FormProblem = {
  code: string;
  detail: string;
  remedy: string | null;
  /** Name of the input at fault; null when it is none of them. */
  field: string | null;
  /** When another try makes sense; null when waiting changes nothing. */
  retryAfterSeconds: number | null;
};

/** What a form's action answers. Secrets are never among the `values` that come back. */
export type FormState<Result = unknown> = {
  problem: FormProblem | null;
  /** As they were sent, to be shown again after an error. */
  values: Record<string, string>;
  /** Null until the action has succeeded. */
  result: Result | null;
};

/** The action of a form, as `useActionState` wants it. */
export type FormAction<Result = unknown> = (
  previous: FormState<Result>,
  data: FormData,
) => Promise<FormState<Result>>;

export const UNSENT: FormState<never> = { problem: null, values: {}, result: null };
