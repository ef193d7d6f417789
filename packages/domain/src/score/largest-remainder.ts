/** A number as it is printed: with one decimal, halves up. */
export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * Numbers with one decimal that add up to the printed total: each is rounded down, and what is then missing goes, a tenth
 * each, to the largest remainders (the first of equal ones). `total` is the sum of the parts, which are not negative;
 * throws RangeError when it is not. Source: metrics.md, section 8, decision 3.
 */
export function pointsByLargestRemainder(parts: readonly number[], total: number): number[] {
  const tenths = parts.map((part) => Math.floor(part * 10));
  const missing = Math.round(total * 10) - tenths.reduce((sum, part) => sum + part, 0);
  if (!(missing >= 0 && missing <= parts.length)) throw new RangeError(`the parts do not add up to ${total}`);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part * 10 - Math.floor(part * 10) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) tenths[index] = (tenths[index] as number) + 1;
  return tenths.map((part) => part / 10);
}
