import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrast, distance, isInSrgb, type Oklch, SIGHT_NAMES } from './colour.ts';

const styles = readFileSync(new URL('./styles.css', import.meta.url), 'utf8');

const SERIES = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5'] as const;
const VERDICTS = ['good', 'caution', 'bad'] as const;
const SURFACES = ['canvas', 'card'] as const;
/** OKLab distance × 100. Two series must never be taken for each other; a series must not pass for a verdict. */
const MINIMUM_BETWEEN_SERIES = 13;
const MINIMUM_TO_VERDICT = 10;

function readTheme(theme: 'light' | 'dark'): Map<string, Oklch> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(styles)?.[1] ?? '';
  const tokens = new Map<string, Oklch>();
  for (const [, name, l, c, h] of block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g)) {
    tokens.set(String(name), [Number(l), Number(c), Number(h)]);
  }
  return tokens;
}

describe.each(['light', 'dark'] as const)('tokens of the %s theme', (theme) => {
  const tokens = readTheme(theme);
  const token = (name: string): Oklch => {
    const found = tokens.get(name);
    if (!found) throw new Error(`--${name} is not an opaque oklch() token of the ${theme} theme`);
    return found;
  };

  test('every opaque token is inside sRGB', () => {
    expect(tokens.size).toBe(16);
    for (const [name, colour] of tokens) expect(isInSrgb(colour), name).toBe(true);
  });

  test.each(SURFACES)('text and verdicts reach 4.5 on the %s', (surface) => {
    for (const name of ['text', 'muted', 'accent', ...VERDICTS]) {
      expect(contrast(token(name), token(surface)), name).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(token('on-accent'), token('accent'))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SURFACES)('controls, ring and series reach 3 on the %s', (surface) => {
    for (const name of ['control', 'accent', ...SERIES]) {
      expect(contrast(token(name), token(surface)), name).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(SIGHT_NAMES)('series stay apart in %s sight', (sight) => {
    for (const [index, one] of SERIES.entries()) {
      for (const other of SERIES.slice(index + 1)) {
        expect(distance(token(one), token(other), sight), `${one} and ${other}`).toBeGreaterThanOrEqual(
          MINIMUM_BETWEEN_SERIES,
        );
      }
    }
  });

  test.each(SIGHT_NAMES)('no series passes for a verdict in %s sight', (sight) => {
    for (const one of SERIES) {
      for (const verdict of VERDICTS) {
        expect(distance(token(one), token(verdict), sight), `${one} and ${verdict}`).toBeGreaterThanOrEqual(
          MINIMUM_TO_VERDICT,
        );
      }
    }
  });
});

test('each type role sets its own numerals', () => {
  const roles = [...styles.matchAll(/@utility role-(\w+) \{([^}]*)\}/g)];
  expect(roles.map(([, name]) => name)).toEqual([
    'title',
    'section',
    'body',
    'label',
    'caption',
    'figure',
    'cell',
  ]);
  for (const [, name, body] of roles) expect(body, name).toContain('font-variant-numeric: tabular-nums');
});
