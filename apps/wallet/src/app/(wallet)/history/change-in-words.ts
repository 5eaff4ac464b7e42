// What changed a balance, in its owner's words. The words of the books are the movements of `packages/ledger`.

const words: Readonly<Record<string, string>> = {
  'topup.received': 'Top-up',
  'wallet.claimed': 'Balance you claimed',
  'grant.issued': 'Gift',
  'grant.returned': 'Rest of a gift, back to its app',
  'goodwill.given': 'Goodwill',
  'balance.corrected': 'Correction',
  'movement.reversed': 'Correction undone',
  'charge.reversed': 'Given back by an app',
  'refund.taken': 'Refund to your card',
  'refund.undone': 'Refund that did not arrive',
  'dispute.frozen': 'Set aside while a bank decides',
  'dispute.unfrozen': 'Back: the bank has decided',
  'dispute.loss_returned': 'Back: a lost dispute was won after all',
  'debt.repaid': 'Debt repaid',
  'debt.written_off': 'Debt forgiven',
}

export const changeInWords = (cause: string, change: bigint): string => words[cause] ?? (change >= 0n ? 'Added' : 'Taken')
