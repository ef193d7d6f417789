import { expect, it } from 'vitest';
import { isTrustedSender } from './sender.ts';

const heard = (parent: object | null, isOwn = true) => {
  const frame = { url: 'app://devpulse/index.html', parent };
  const event = { sender: { mainFrame: frame }, senderFrame: frame };
  return isTrustedSender(event as never, () => isOwn);
};

it('hears the top frame of an own window, and no frame that lies in another', () => {
  expect(heard(null)).toBe(true);
  expect(heard({})).toBe(false);
  expect(heard(null, false)).toBe(false);
});
