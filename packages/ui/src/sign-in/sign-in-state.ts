// What a step of signing in answers when it could not go on. A step that could leads to another page.

export type SignInState = {
  /** Something was done, and the page stays. */
  notice?: string
  /** What happened and what to do, in a sentence. */
  problem?: string
  /** The field at fault, where one is. */
  param?: string
  /** Set where we failed, not the person. */
  requestId?: string
  /** What was typed, so that nobody types it twice. */
  typed?: string
}

export type SignInAction = (state: SignInState, form: FormData) => Promise<SignInState>
