// The mail that wakes an operator: what is wrong, where, and the page of the runbook.
import { composeMail, type Mail } from './mail.ts'

export type OperatorAlertMail = {
  /** One sentence: what kind of trouble. */
  says: string
  subject: string
  explanation: string
  /** Where in our documents it says what to do. */
  runbook: string
  at: Date
  /** The console's alerts, where the console's address is known. */
  url?: string
}

export function operatorAlertMail({ says, subject, explanation, runbook, at, url }: OperatorAlertMail): Mail {
  return composeMail({
    subject: `Alert: ${subject}`,
    paragraphs: [says, explanation],
    facts: [
      { label: 'About', value: subject },
      { label: 'At', value: `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC` },
      { label: 'What to do', value: runbook },
    ],
    ...(url && { action: { label: 'Open the console', url } }),
    footer: 'You get this mail because you are an operator of Farebox. The same alert is mailed at most once every 15 minutes.',
  })
}
