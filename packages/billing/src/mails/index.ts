// Every mail Farebox sends, in one list.
import { appConnectedMail } from './app-connected-mail.ts'
import { autoTopupMail } from './auto-topup-mail.ts'
import { confirmationMail } from './confirmation-mail.ts'
import { debtMail } from './debt-mail.ts'
import { disputeMail } from './dispute-mail.ts'
import { lowBalanceMail } from './low-balance-mail.ts'
import { operatorAlertMail } from './operator-alert-mail.ts'
import { payoutMail } from './payout-mail.ts'
import { receiptMail } from './receipt-mail.ts'
import { refundMail } from './refund-mail.ts'
import { signInMail } from './sign-in-mail.ts'
import { spendingLimitMail } from './spending-limit-mail.ts'
import { webhookDisabledMail } from './webhook-disabled-mail.ts'

export type { Mail } from './mail.ts'
export { type Mailer, openMailer } from './mailer.ts'

export const mails = {
  signIn: signInMail,
  appConnected: appConnectedMail,
  autoTopup: autoTopupMail,
  confirmation: confirmationMail,
  debt: debtMail,
  lowBalance: lowBalanceMail,
  dispute: disputeMail,
  operatorAlert: operatorAlertMail,
  payout: payoutMail,
  receipt: receiptMail,
  refund: refundMail,
  spendingLimit: spendingLimitMail,
  webhookDisabled: webhookDisabledMail,
}
