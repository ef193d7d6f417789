import { z } from 'zod';

export const LEAVE_PATH = '/leave';
export const LEAVE_COOKIE = '__Host-dp_leave';

const Leaving = z.object({
  to: z.url({ protocol: /^https?$/ }),
  /** Sent along as the one field of a form; null where the address is only opened. */
  manifest: z.string().nullable(),
});
export type Leaving = z.infer<typeof Leaving>;

export function encodeLeaving(leaving: Leaving): string {
  return Buffer.from(JSON.stringify(leaving)).toString('base64url');
}

/** Where a browser is on its way to; null for what this server has not written. */
export function decodeLeaving(text: string | undefined): Leaving | null {
  if (text === undefined) return null;
  try {
    return Leaving.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    return null;
  }
}

/** The one other origin that the page before leaving may send a form to; null where it sends none. */
export function formTargetOf(leaving: Leaving | null): string | null {
  return leaving === null || leaving.manifest === null ? null : new URL(leaving.to).origin;
}
