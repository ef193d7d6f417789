import { AppError } from '@devpulse/domain/errors';
import type { z } from 'zod';

/** Turns the first complaint of a schema into an error that names the field and what to do about it. */
export function inputProblem(
  error: z.ZodError,
  where: { part: 'path' | 'query' | 'body'; known: readonly string[] },
): AppError {
  const issue = error.issues[0];
  if (issue === undefined) return new AppError('invalid_request', 'The request is not valid.');
  if (issue.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? '';
    const known = where.known.length === 0 ? 'It takes none.' : `It takes: ${where.known.join(', ')}.`;
    return new AppError('invalid_request', `There is no ${where.part} parameter of this name.`, {
      field: `${where.part}.${shorten(name)}`,
      remedy: `Leave it out. ${known}`,
    });
  }
  return new AppError('invalid_request', issue.message, {
    field: [where.part, ...issue.path.map(String)].join('.'),
    remedy: remedyFor(issue),
  });
}

function remedyFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `Use one of: ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return `Use at least ${issue.minimum}.`;
    case 'too_big':
      return `Use at most ${issue.maximum}.`;
    case 'invalid_type':
      return `Send it once, as ${issue.expected}.`;
    default:
      return `Send ${issue.message}.`;
  }
}

/** Names come from the caller: they are cut, so that an answer never grows with its request. */
function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
