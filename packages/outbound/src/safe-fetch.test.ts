import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { createOperatorFetch, createSafeFetch, OutboundError } from './safe-fetch.ts';

const PUBLIC = { address: '93.184.216.34', family: 4 };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(answer: RequestListener, host = '127.0.0.1', port = 0): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}

const REFUSED = {
  'plain http': 'http://example.com/',
  'a file': 'file:///etc/passwd',
  ftp: 'ftp://example.com/',
  'a user in the URL': 'https://user:word@example.com/',
  loopback: 'https://127.0.0.1/',
  'loopback elsewhere in its range': 'https://127.8.8.8/',
  'loopback in decimal': 'https://2130706433/',
  'loopback in hex': 'https://0x7f000001/',
  'loopback in octal': 'https://0177.0.0.1/',
  'loopback, shortened': 'https://127.1/',
  'loopback in full-width digits': 'https://１２７.０.０.１/',
  'no address': 'https://0.0.0.0/',
  'private 10': 'https://10.1.2.3/',
  'private 172.16': 'https://172.31.255.254/',
  'private 192.168': 'https://192.168.0.1/',
  'link-local': 'https://169.254.1.1/',
  'the metadata address': 'https://169.254.169.254/latest/meta-data/',
  'the metadata address of Azure': 'https://168.63.129.16/',
  'CGNAT, and the metadata address of Alibaba': 'https://100.100.100.200/',
  benchmarking: 'https://198.19.0.1/',
  documentation: 'https://203.0.113.9/',
  multicast: 'https://224.0.0.251/',
  reserved: 'https://250.1.1.1/',
  broadcast: 'https://255.255.255.255/',
  'IPv6 loopback': 'https://[::1]/',
  'IPv6 without address': 'https://[::]/',
  'IPv6-mapped loopback': 'https://[::ffff:127.0.0.1]/',
  'IPv6-mapped metadata': 'https://[::ffff:a9fe:a9fe]/',
  'IPv4-compatible loopback': 'https://[::127.0.0.1]/',
  'NAT64 of a private address': 'https://[64:ff9b::a00:1]/',
  '6to4 of a private address': 'https://[2002:a00:1::1]/',
  Teredo: 'https://[2001:0:4136:e378::1]/',
  'unique local': 'https://[fd00:ec2::254]/',
  'IPv6 link-local': 'https://[fe80::1]/',
  'IPv6 multicast': 'https://[ff02::1]/',
  'IPv6 documentation': 'https://[2001:db8::1]/',
};

test.each(Object.entries(REFUSED))('%s is refused', async (_name, url) => {
  const resolve = vi.fn(async () => [PUBLIC]);
  await expect(createSafeFetch({ resolve, timeoutMs: 400 })(url)).rejects.toThrow(
    /not public|not https|no address to ask/,
  );
});

test.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', 'fd00::1', '::ffff:10.0.0.1'])(
  'a name that leads to %s is refused, also beside a public address',
  async (address) => {
    const inner = { address, family: address.includes(':') ? 6 : 4 };
    for (const answer of [[inner], [PUBLIC, inner]]) {
      const fetching = createSafeFetch({ resolve: async () => answer })('https://idp.example.com/');
      await expect(fetching).rejects.toThrow('has an address that is not public');
    }
  },
);

test('localhost and its like are refused by the system’s own resolver', async () => {
  await expect(createSafeFetch()('https://localhost/')).rejects.toThrow('not public');
});

test('addresses of the public internet are open', () => {
  const open = ['93.184.216.34', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'];
  expect(open.filter(isPublicAddress)).toEqual(open);
});

test('a name that changes its address after the check: the checked one is connected, and nothing resolves it again', async () => {
  let hits = 0;
  const port = await listen((_request, response) => {
    hits += 1;
    response.end('inside');
  });
  const resolve = vi
    .fn()
    .mockResolvedValueOnce([PUBLIC])
    .mockResolvedValue([{ address: '127.0.0.1', family: 4 }]);
  const fetching = createSafeFetch({ resolve, timeoutMs: 300 })(`https://rebind.example.com:${port}/`);
  await expect(fetching).rejects.toThrow(OutboundError);
  expect(resolve).toHaveBeenCalledTimes(1);
  expect(hits).toBe(0);
});

test('of two addresses in turn, the one that was checked answers', async () => {
  const port = await listen((_request, response) => response.end('the checked one'));
  await listen((_request, response) => response.end('the other one'), '127.0.0.2', port);
  const resolve = vi
    .fn()
    .mockResolvedValueOnce([{ address: '127.0.0.1', family: 4 }])
    .mockResolvedValue([{ address: '127.0.0.2', family: 4 }]);
  const response = await createSafeFetch({ resolve, allowLoopback: true })(`http://rebind.test:${port}/`);
  expect(await response.text()).toBe('the checked one');
  expect(resolve).toHaveBeenCalledTimes(1);
});

const inTests = createSafeFetch({ allowLoopback: true, timeoutMs: 300 });

test('a redirect is refused, wherever it leads', async () => {
  const port = await listen((_request, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  });
  await expect(inTests(`http://127.0.0.1:${port}/`)).rejects.toThrow('redirects are not followed');
});

test('an answer beyond 1 MiB is not read to its end', async () => {
  let sent = 0;
  const port = await listen((_request, response) => {
    const chunk = Buffer.alloc(65_536, 'x');
    const more = () => {
      while (sent < 50_000_000 && !response.destroyed) {
        sent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  });
  await expect(inTests(`http://127.0.0.1:${port}/`)).rejects.toThrow('larger than 1048576 bytes');
  expect(sent).toBeLessThan(20_000_000);
});

test('an answer that does not come, or drips, ends with the time', async () => {
  const silent = await listen(() => undefined);
  const dripping = await listen((_request, response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const began = Date.now();
  await expect(inTests(`http://127.0.0.1:${silent}/`)).rejects.toThrow('did not answer within 300 ms');
  await expect(inTests(`http://127.0.0.1:${dripping}/`)).rejects.toThrow('did not answer within 300 ms');
  expect(Date.now() - began).toBeLessThan(2_000);
});

test('a name server that does not answer ends with the time too', async () => {
  const resolve = () => new Promise<never>(() => undefined);
  const fetching = createSafeFetch({ resolve, timeoutMs: 50 })('https://slow.example.com/');
  await expect(fetching).rejects.toThrow('did not answer within 50 ms');
});

test('a compressed answer is refused, so that a small one cannot become a large one', async () => {
  const port = await listen((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
  });
  await expect(inTests(`http://127.0.0.1:${port}/`)).rejects.toThrow('compressed');
});

test('method, headers and body arrive, and the answer comes back', async () => {
  const port = await listen((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body }));
    });
  });
  const response = await inTests(`http://127.0.0.1:${port}/token`, {
    method: 'POST',
    body: new URLSearchParams({ code: 'a b' }),
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({
    method: 'POST',
    type: 'application/x-www-form-urlencoded;charset=UTF-8',
    body: 'code=a+b',
  });
});

describe('what the operator has configured', () => {
  const answer: RequestListener = (_request, response) => response.end('here');

  test('is asked by plain http on this machine, at that origin alone', async () => {
    const origin = `http://127.0.0.1:${await listen(answer)}`;
    expect(await (await createOperatorFetch(origin)(`${origin}/api/v3`)).text()).toBe('here');
    const other = `http://127.0.0.1:${await listen(answer)}`;
    await expect(createOperatorFetch(origin)(other)).rejects.toThrow('not https');
    await expect(createOperatorFetch('https://github.com')(origin)).rejects.toThrow('not https');
    await expect(createSafeFetch({ allowAnyAddress: true })(origin)).rejects.toThrow('not https');
  });

  test('is not asked by plain http elsewhere', async () => {
    for (const origin of ['http://10.0.0.1', 'http://93.184.216.34', 'http://169.254.169.254']) {
      await expect(createOperatorFetch(origin)(origin)).rejects.toThrow('not public');
    }
    const resolve = async () => [PUBLIC];
    const named = createSafeFetch({ resolve, allowAnyAddress: true, plainHttpOrigin: 'http://github.test' });
    await expect(named('http://github.test/')).rejects.toThrow('not public');
  });
});

test('a caller that decides where to ask next gets redirects, and answers without a body', async () => {
  const port = await listen((request, response) => {
    if (request.url === '/same') response.writeHead(304).end();
    else response.writeHead(301, { location: '/same' }).end();
  });
  const asking = createSafeFetch({ allowLoopback: true, returnsRedirects: true });
  const moved = await asking(`http://127.0.0.1:${port}/`);
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/same']);
  expect((await asking(`http://127.0.0.1:${port}/same`)).status).toBe(304);
});

test('a larger answer is read where that is allowed', async () => {
  const port = await listen((_request, response) => response.end(Buffer.alloc(2_000_000, 'x')));
  const asking = createSafeFetch({ allowLoopback: true, largestBytes: 2_000_000 });
  expect((await (await asking(`http://127.0.0.1:${port}/`)).arrayBuffer()).byteLength).toBe(2_000_000);
});
