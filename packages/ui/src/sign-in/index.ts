// The steps of signing in, the same in every web app. What they do comes in as server actions.
export { CodeForm } from './code-form.tsx'
export { DemoForm } from './demo-form.tsx'
export { LinkForm } from './link-form.tsx'
export { MailForm } from './mail-form.tsx'
export { SendAgainForm } from './send-again-form.tsx'
export { SignInCard } from './sign-in-card.tsx'
export type { SignInAction, SignInState } from './sign-in-state.ts'
