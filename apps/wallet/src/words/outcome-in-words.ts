// How a call ended, for the person who paid it.

const outcomes: Record<string, string> = {
  complete: 'Complete',
  client_left: 'The app stopped listening; what was produced until then was charged',
  provider_broke: 'The provider broke off; what had arrived was charged',
  lapsed: 'Cut off; charged for what was counted until then',
}

const stops: Record<string, string> = {
  balance: 'ended early, because the balance or the limit was reached',
  length: 'ended at the length the app asked for',
}

export function outcomeInWords(outcome: string, stopped: string | null): string {
  const ended = outcomes[outcome] ?? outcome.replaceAll('_', ' ')
  return stopped ? `${ended}; ${stops[stopped] ?? stopped.replaceAll('_', ' ')}` : ended
}
