import { describe, expect, test } from 'vitest';
import { Shortcut } from '../../ipc/settings.ts';
import { acceleratorOf, keysText, type Pressed, spokenKeys } from './shortcut-keys.ts';

const keys = (code: string, ...held: (keyof Pressed)[]): Pressed => ({
  ctrlKey: held.includes('ctrlKey'),
  altKey: held.includes('altKey'),
  shiftKey: held.includes('shiftKey'),
  metaKey: held.includes('metaKey'),
  code,
});

describe('what is pressed', () => {
  test.each([
    [keys('KeyI', 'ctrlKey', 'altKey'), 'Control+Alt+I'],
    [keys('Digit7', 'metaKey', 'shiftKey'), 'Shift+Super+7'],
    [keys('F12', 'altKey'), 'Alt+F12'],
    [keys('ArrowUp', 'ctrlKey'), 'Control+Up'],
  ])('%j is %s, as main takes it', (pressed, accelerator) => {
    expect(acceleratorOf(pressed)).toBe(accelerator);
    expect(Shortcut.safeParse(accelerator).success).toBe(true);
  });

  test.each([
    ['a modifier alone', keys('ControlLeft', 'ctrlKey')],
    ['a letter alone', keys('KeyI')],
    ['a capital letter', keys('KeyI', 'shiftKey')],
    ['a key that has no name', keys('IntlBackslash', 'ctrlKey')],
    ['Enter', keys('Enter', 'ctrlKey')],
  ])('%s is no shortcut', (_, pressed) => {
    expect(acceleratorOf(pressed)).toBeNull();
  });
});

test('keys are called as their system calls them', () => {
  expect(keysText('Control+Alt+I', 'linux')).toBe('Ctrl Alt I');
  expect(keysText('CommandOrControl+Alt+I', 'macos')).toBe('Command Option I');
  expect(keysText('Super+F1', 'windows')).toBe('Win F1');
  expect(spokenKeys('Control+Alt+C', 'linux')).toBe('Control Alt C');
});
