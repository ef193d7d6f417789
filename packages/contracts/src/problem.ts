import { z } from 'zod';
import { InstantText } from './primitives.ts';

/** RFC 9457 problem+json, as every error of the API is answered. `remedy` says what the caller can do about it. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  remedy: z.string().optional(),
  /** Where the fault lies, `query.from` or `header.x-github-delivery`. */
  field: z.string().optional(),
  requestId: z.string(),
  /** With `expected_seq`: what the next event of this stream has to be numbered. */
  expectedSeq: z.int().positive().optional(),
  /** With `sessions_overlap`: the caller’s own session that is in the way; `endedAt` is null of an open one. */
  overlapped: z.object({ startedAt: InstantText, endedAt: InstantText.nullable() }).optional(),
});
export type Problem = z.infer<typeof Problem>;
