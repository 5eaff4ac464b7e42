// The mail that signs a person in: a link, and a code for the page that waits.
import { composeMail, type Mail } from './mail.ts'

export function signInMail({ product, url, code, minutes }: { product: string; url: string; code: string; minutes: number }): Mail {
  return composeMail({
    subject: `Sign in to ${product}`,
    paragraphs: [`Use this code on the page where you are signing in, or open the link below. Both work once, for ${minutes} minutes.`],
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
    action: { label: `Sign in to ${product}`, url },
    footer:
      'If you did not ask to sign in, ignore this mail: nothing happens unless the link or the code is used. Never tell anybody the code.',
  })
}
