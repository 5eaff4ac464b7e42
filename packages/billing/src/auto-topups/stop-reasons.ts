// Why an automatic top-up stopped by itself: the word that is stored, and the sentence its owner reads.

export const stopReasons = {
  declined: 'The card was declined three times in a row.',
  card_refused: 'The bank will not let this card be charged while you are away. Another card may work.',
  card_removed: 'The card it charged was removed.',
  card_expired: 'The card it charged has expired.',
  authentication_required: 'Your bank wanted you to confirm a payment, and that did not happen within a day.',
  disputed: 'One of your payments was disputed with the bank.',
  fraud_warning: 'A bank told us that one of your payments may not have been yours.',
  refunded: 'One of your payments was refunded.',
  taken_back: 'Too many purchases were taken back whole within 30 days, so no other can be made for now.',
  payment_refused: 'A payment was not credited and is being checked.',
  wallet_paused: 'You paused all spending from your wallet.',
  wallet_frozen: 'Your wallet is frozen while a payment is being checked.',
  wallet_closed: 'Your wallet is closed.',
  terms_changed: 'What you agreed to buy is not sold at that price any more.',
} as const

export type StopReason = keyof typeof stopReasons

export const stopSentence = (reason: string): string =>
  Object.hasOwn(stopReasons, reason) ? stopReasons[reason as StopReason] : 'It was stopped.'
