import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface SunkMail {
  /** The addresses of the envelope, which decide where it goes. */
  readonly envelope: { from: string; to: string[] };
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/** A real mail server on this machine that keeps everything it is given. */
export interface MailSink {
  readonly smtpUrl: string;
  readonly mails: SunkMail[];
  /** Answers the next messages so instead of taking them; empty again when used up. */
  readonly answers: { code: number; text: string }[];
  /** Waits until so many mails with this subject, to this address, have come, and returns them. */
  waitFor(count: number, matching?: { subject?: RegExp; to?: string }): Promise<SunkMail[]>;
  stop(): Promise<void>;
}

/** Starts a mail server on a free port. */
export async function startMailSink(): Promise<MailSink> {
  const mails: SunkMail[] = [];
  const answers: { code: number; text: string }[] = [];
  let arrived = () => {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const answer = answers.shift();
        if (answer) return done(Object.assign(new Error(answer.text), { responseCode: answer.code }));
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((one) => one.address),
        };
        void simpleParser(raw).then((parsed) => {
          mails.push({ envelope, raw, parsed });
          arrived();
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mails,
    answers,
    async waitFor(count, { subject = /^/, to } = {}) {
      const deadline = Date.now() + 15_000;
      for (;;) {
        const found = mails.filter(
          (mail) =>
            subject.test(mail.parsed.subject ?? '') && (to === undefined || mail.envelope.to.includes(to)),
        );
        if (found.length >= count) return found;
        if (Date.now() > deadline) throw new Error(`Only ${found.length} of ${count} mails came.`);
        await new Promise<void>((settle) => {
          arrived = settle;
          setTimeout(settle, 100);
        });
      }
    },
    stop: () => new Promise<void>((stopped) => server.close(() => stopped())),
  };
}
