import { PlainName } from '@devpulse/contracts/primitives';

/** The name that a provider tells, or what stands in for it where that is none that can be shown. */
export function nameOf(told: string | null, fallback: string): string {
  for (const text of [told, fallback]) {
    const name = PlainName.safeParse(text?.slice(0, 100));
    if (name.success) return name.data;
  }
  return 'Somebody without a name';
}
