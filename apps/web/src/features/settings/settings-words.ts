import type { SecondFactorPolicy } from '@devpulse/domain/access/member-authority';

export const FACTOR_POLICY_LABELS: Record<SecondFactorPolicy, string> = {
  administrators: 'Owners and Admins',
  everyone: 'Everyone',
};

const HOUR_SECONDS = 3600;

export function hoursOf(seconds: number): number {
  return Math.round((seconds / HOUR_SECONDS) * 100) / 100;
}

/** Hours as they were typed, in whole seconds; null for what is no number. */
export function secondsOf(hours: string): number | null {
  const number = hours.trim() === '' ? Number.NaN : Number(hours.trim().replace(',', '.'));
  return Number.isFinite(number) ? Math.round(number * HOUR_SECONDS) : null;
}

/** One entry a line; empty lines and spaces around are nothing. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split(/[\n,;]+/).map((line) => line.trim()))].filter((line) => line !== '');
}
