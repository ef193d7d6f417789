import { SecondFactorMethod } from '@devpulse/contracts/auth/tokens';
import { OpaqueToken } from '@devpulse/contracts/primitives';
import { cookies } from 'next/headers';
import { z } from 'zod';

const NAME = '__Host-dp_flow';
const RULES = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const;
const LIFE_SECONDS = 600;

const Challenge = z.object({
  kind: z.literal('challenge'),
  token: OpaqueToken,
  methods: z.array(SecondFactorMethod),
  next: z.string(),
});

const Flow = z.discriminatedUnion('kind', [
  /** The browser is away, at GitHub or at an organization's single sign-on. */
  z.object({
    kind: z.enum(['github', 'sso']),
    purpose: z.enum(['sign-in', 'link']),
    flow: OpaqueToken,
    next: z.string(),
  }),
  /** The password was right; a second factor is awaited. */
  Challenge,
  /** A passkey is being asked for: alone, or for the challenge. */
  z.object({
    kind: z.literal('passkey'),
    flow: OpaqueToken,
    challenge: Challenge.nullable(),
    next: z.string(),
  }),
  /** What went wrong on the way back, to be said by the next page. */
  z.object({ kind: z.literal('failure'), detail: z.string(), remedy: z.string().nullable() }),
]);
export type Flow = z.infer<typeof Flow>;

/** What this browser is in the middle of, for ten minutes; it binds the answer of another site to who asked. */
export async function readFlow(): Promise<Flow | null> {
  const text = (await cookies()).get(NAME)?.value;
  if (text === undefined) return null;
  try {
    return Flow.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    return null;
  }
}

/** The challenge that is under way, whether or not a passkey is being asked for. */
export async function readChallenge(): Promise<z.infer<typeof Challenge> | null> {
  const flow = await readFlow();
  if (flow?.kind === 'challenge') return flow;
  return flow?.kind === 'passkey' ? flow.challenge : null;
}

export async function keepFlow(flow: Flow, maxAge: number = LIFE_SECONDS): Promise<void> {
  const text = Buffer.from(JSON.stringify(flow)).toString('base64url');
  (await cookies()).set(NAME, text, { ...RULES, maxAge });
}

export async function dropFlow(): Promise<void> {
  (await cookies()).set(NAME, '', { ...RULES, maxAge: 0 });
}
