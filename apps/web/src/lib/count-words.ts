import { formatCount } from '@devpulse/domain/metrics/format';

/** `1 pull request`, `62 pull requests`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share of 0 … 1 in whole per cent; a share that is not nothing never reads `0 %`. */
export function percentText(share: number): string {
  const percent = Math.round(Math.abs(share) * 100);
  return percent === 0 && share !== 0 ? 'under 1 %' : `${formatCount(percent)} %`;
}
