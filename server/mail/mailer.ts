import { createTransport } from 'nodemailer';
import type { ComposedMail } from '#server/mail/compose-mail.ts';

export type Delivery =
  | { ok: true; messageId: string }
  /** `lasting`: the server will never take this mail; otherwise later it may. `why` is a code without addresses. */
  | { ok: false; lasting: boolean; why: string };

export type Mailer = Readonly<{
  /** Hands a mail to the mail server, under a Message-ID that is the same whenever this mail is sent. */
  deliver(mailId: string, mail: ComposedMail): Promise<Delivery>;
  close(): void;
}>;

/** Sends through the mail server of `SMTP_URL`, a few at a time; reads no file and no address for a mail's sake. */
export function createMailer(options: { smtpUrl: string; mailFrom: string; publicUrl: string }): Mailer {
  const transport = createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const address = /<([^<>]+)>\s*$/.exec(options.mailFrom)?.[1] ?? options.mailFrom.trim();
  const { hostname } = new URL(options.publicUrl);
  return {
    async deliver(mailId, mail) {
      const messageId = `<${mailId}@${hostname}>`;
      try {
        await transport.sendMail({
          messageId,
          from: { name: mail.fromName, address },
          to: mail.to,
          subject: mail.subject,
          html: mail.html,
          text: mail.text,
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
          },
        });
        return { ok: true, messageId };
      } catch (error) {
        return { ok: false, ...judge(error) };
      }
    },
    close: () => transport.close(),
  };
}

/** A 5xx answer is final; no answer, 4xx and a refused sign-in may be mended. */
function judge(error: unknown): { lasting: boolean; why: string } {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  const answered = typeof responseCode === 'number';
  const lasting = answered && responseCode >= 500 && code !== 'EAUTH';
  return { lasting, why: answered ? String(responseCode) : typeof code === 'string' ? code : 'unknown' };
}
