'use client'

export type { Farebox, FareboxOptions, FareboxUser } from '../browser/types.ts'
export { BalancePill, type FareboxButtonProps, SignInButton, TopUpButton } from './buttons.tsx'
export { FareboxProvider, type FareboxProviderProps, type UseFarebox, useFarebox } from './farebox-provider.tsx'
export { type Ask, chatAt, type Said, type UseChat, useChat } from './use-chat.ts'
