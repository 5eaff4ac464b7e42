// Every mail Farebox sends, in one list.
import { confirmationMail } from './confirmation-mail.ts'
import { operatorAlertMail } from './operator-alert-mail.ts'
import { payoutMail } from './payout-mail.ts'
import { receiptMail } from './receipt-mail.ts'
import { signInMail } from './sign-in-mail.ts'
import { webhookDisabledMail } from './webhook-disabled-mail.ts'

export type { Mail } from './mail.ts'
export { type Mailer, openMailer } from './mailer.ts'

export const mails = {
  signIn: signInMail,
  confirmation: confirmationMail,
  operatorAlert: operatorAlertMail,
  payout: payoutMail,
  receipt: receiptMail,
  webhookDisabled: webhookDisabledMail,
}
