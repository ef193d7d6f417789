import { expect, test } from 'vitest';
import { clientAddress, trustedProxies } from './client-address.ts';

const isTrusted = trustedProxies(['127.0.0.1', '10.0.0.0/8', '2001:db8:1::/48']);

test.each([
  ['198.51.100.7', undefined, '198.51.100.7'],
  ['198.51.100.7', '6.6.6.6', '198.51.100.7'],
  ['::ffff:198.51.100.7', '6.6.6.6', '198.51.100.7'],
  ['127.0.0.1', undefined, '127.0.0.1'],
  ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['127.0.0.1', '6.6.6.6, 203.0.113.9', '203.0.113.9'],
  ['127.0.0.1', '6.6.6.6, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['2001:db8:1::5', '2001:db8:9::1', '2001:db8:9::1'],
  ['127.0.0.1', '6.6.6.6, not-an-address', '127.0.0.1'],
  ['127.0.0.1', '', '127.0.0.1'],
  ['10.0.0.2', '10.0.0.9', '10.0.0.9'],
  [undefined, '6.6.6.6', ''],
])('%s with %s is %s', (socket, forwarded, address) => {
  expect(clientAddress(socket, forwarded, isTrusted)).toBe(address);
});
