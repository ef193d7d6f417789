import { AppError } from '@devpulse/domain/errors';

/** Runs a rule of the domain, whose errors name a field of the change, as one about the body of a request. */
export function inBody(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AppError) || error.field === null) throw error;
    const { code, detail, field, remedy, overlapped } = error;
    throw new AppError(code, detail, {
      field: `body.${field}`,
      remedy: remedy ?? undefined,
      overlapped: overlapped ?? undefined,
    });
  }
}
