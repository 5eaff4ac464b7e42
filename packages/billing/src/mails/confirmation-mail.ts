// The mail an operator gets before a deed that moves money or stops others: a code, and no link to follow.
import { composeMail, type Mail } from './mail.ts'

export function confirmationMail({ code, minutes }: { code: string; minutes: number }): Mail {
  return composeMail({
    subject: 'Confirm that it is you',
    paragraphs: [
      `Enter this code in the Farebox Console, where you are about to do something that needs it. It works once, for ${minutes} minutes.`,
    ],
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
    footer:
      'If you are not doing anything in the console, somebody else is using your session: sign out, and tell another operator. Never tell anybody the code.',
  })
}
