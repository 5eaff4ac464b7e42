// What each decision is called.
export const decisionWords = {
  approve: { button: 'Approve', done: 'Approved: it is sent within a minute.' },
  hold: { button: 'Hold', done: 'Held. The developer is told why.' },
  reject: { button: 'Reject', done: 'Rejected. The money is in the available earnings again.' },
  release: { button: 'Release into review', done: 'Released into review.' },
} as const

export type DecisionKind = keyof typeof decisionWords
