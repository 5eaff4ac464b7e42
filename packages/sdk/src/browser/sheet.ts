// What the sheet can ask; its code comes when it is needed first. Every answer is given in the click, so that a popup may open.

export type FundsAsked = {
  appName: string
  /** The API's code of the refusal. */
  code: string
  /** Dollars, as the API writes them; undefined where it said none. */
  limit: string | undefined
}

export type FundsChoice = 'raise' | 'top_up' | 'not_now'

export type Sheet = {
  /** Nobody clicked, so nothing may be opened yet. */
  askToSignIn: (asked: { appName: string }, choose: (isWanted: boolean) => void) => void
  /** The window looks closed; it may not be. Answers what takes the question away. */
  askAfterClosed: (asked: { appName: string }, choose: (isWanted: boolean) => void) => () => void
  /** A call was refused for money. */
  askForFunds: (asked: FundsAsked, choose: (choice: FundsChoice) => void) => void
  /** The wallet is open in another window: it says when it is done, or the person does. Answers what takes the question away. */
  askIfDone: (asked: { appName: string; link: string | undefined }, choose: (isDone: boolean) => void) => () => void
  /** Test mode can be seen, always. */
  showTestMode: (appName: string) => void
}

export type LoadSheet = () => Promise<Sheet>
