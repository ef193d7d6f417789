import { expect, it } from 'vitest';
import { mayOpenOutside } from './external-links.ts';

const server = 'https://devpulse.example:8443';

it.each([
  ['https://devpulse.example:8443/account', server],
  ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
  ['http://localhost:3000/x', 'http://localhost:3000'],
])('opens %s', (address, own) => {
  expect(mayOpenOutside(address, own)).toBe(true);
});

it.each([
  ['https://example.com/', server],
  ['https://devpulse.example/', server],
  ['https://devpulse.example.evil.example:8443/', server],
  ['https://user@devpulse.example:8443/', server],
  ['http://devpulse.example:8443/', server],
  ['http://devpulse.example/', 'http://devpulse.example'],
  ['file:///etc/passwd', server],
  ['javascript:alert(1)', server],
  ['app://devpulse/', server],
  ['ms-settings:', server],
  ['not an address', server],
  ['https://devpulse.example:8443/', null],
])('does not open %s for %s', (address, own) => {
  expect(mayOpenOutside(address, own)).toBe(false);
});
