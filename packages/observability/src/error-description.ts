/** What may leave the process about an error: never row values, statements or parameters. */
export type ErrorDescription = {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: ErrorDescription;
};

const SQL_STATE = /^[0-9A-Z]{5}$/;
const MAX_CAUSES = 3;

/** Describes anything that was thrown. The text of a database error is replaced by its SQLSTATE: it quotes values. */
export function describeError(thrown: unknown): ErrorDescription {
  return describe(thrown, 0);
}

function describe(thrown: unknown, depth: number): ErrorDescription {
  if (!(thrown instanceof Error))
    return { type: typeof thrown, message: 'something that is not an Error was thrown' };
  const code = readCode(thrown);
  const isFromDatabase = code !== undefined && SQL_STATE.test(code) && 'severity' in thrown;
  const message = isFromDatabase ? `database error ${code}` : thrown.message;
  const frames = readFrames(thrown);
  return {
    type: thrown.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(frames === undefined ? {} : { stack: `${thrown.name}: ${message}\n${frames}` }),
    ...(thrown.cause === undefined || depth >= MAX_CAUSES
      ? {}
      : { cause: describe(thrown.cause, depth + 1) }),
  };
}

function readCode(error: Error): string | undefined {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}

/** The frames alone: the head of a stack repeats the message. */
function readFrames(error: Error): string | undefined {
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return frames === undefined || frames.length === 0 ? undefined : frames.join('\n');
}
