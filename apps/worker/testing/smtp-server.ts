import { createServer, type Socket } from 'node:net';

export type ReceivedMail = { from: string; to: string[]; data: string };

/** A mail server that keeps what it gets; `reply` decides on each recipient, 250 being yes. */
export type SmtpServer = {
  url: string;
  mails: ReceivedMail[];
  /** How often a recipient was asked for. */
  asked(): number;
  close(): Promise<void>;
};

export async function startSmtpServer(
  reply: (recipient: string, time: number) => string = () => '250 ok',
): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let times = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const say = (line: string) => socket.write(`${line}\r\n`);
    converse(socket, {
      say,
      reply: (recipient) => {
        times += 1;
        return reply(recipient, times);
      },
      keep: (mail) => mails.push(mail),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    asked: () => times,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

type Talk = {
  say: (line: string) => void;
  reply: (recipient: string) => string;
  keep: (mail: ReceivedMail) => void;
};

function converse(socket: Socket, { say, reply, keep }: Talk): void {
  let buffered = '';
  let mail: ReceivedMail = { from: '', to: [], data: '' };
  let isData = false;
  const addressOf = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? '';
  const command = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'MAIL') mail = { from: addressOf(line), to: [], data: '' };
    if (verb === 'RCPT') {
      const answer = reply(addressOf(line));
      if (answer.startsWith('2')) mail.to.push(addressOf(line));
      return say(answer);
    }
    if (verb === 'DATA') {
      isData = true;
      return say('354 go on');
    }
    say(verb === 'QUIT' ? '221 bye' : '250 ok');
    if (verb === 'QUIT') socket.end();
  };
  say('220 test');
  socket.on('data', (chunk) => {
    buffered += chunk.toString('latin1');
    for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
      const line = buffered.slice(0, end);
      buffered = buffered.slice(end + 2);
      if (!isData) command(line);
      else if (line === '.') {
        isData = false;
        keep(mail);
        say('250 kept');
      } else mail.data += `${line}\n`;
    }
  });
}
