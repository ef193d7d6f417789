import { z } from 'zod';

/** Browsers take 4096 bytes, name and rules included. */
const LONGEST = 3000;

const Inputs = z.record(z.string(), z.string());
export type Inputs = z.infer<typeof Inputs>;

const Kept = z.object({ form: z.string(), typed: Inputs });

/** Null for more than a cookie holds. */
export function encodeInputs(form: string, typed: Inputs): string | null {
  const text = Buffer.from(JSON.stringify({ form, typed })).toString('base64url');
  return text.length > LONGEST ? null : text;
}

/** What was typed into this very form; empty for another one, and for what this server has not written. */
export function decodeInputs(form: string, text: string | undefined): Inputs {
  if (text === undefined) return {};
  try {
    const kept = Kept.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return kept.form === form ? kept.typed : {};
  } catch {
    return {};
  }
}
