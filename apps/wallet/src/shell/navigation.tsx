// Where the wallet's pages are: the rail on a desktop, four tabs and a list of the rest on a phone.
import type { NavigationGroup, NavigationLink } from '@farebox/ui'
import {
  BellRing,
  CirclePlus,
  CreditCard,
  Ellipsis,
  History,
  House,
  LayoutGrid,
  ReceiptText,
  Repeat,
  ShoppingBag,
  Undo2,
} from 'lucide-react'

const everyday = [
  { label: 'Home', href: '/', icon: <House aria-hidden /> },
  { label: 'Top up', href: '/top-up', icon: <CirclePlus aria-hidden /> },
  { label: 'Charges', href: '/charges', icon: <ReceiptText aria-hidden /> },
  { label: 'Apps', href: '/apps', icon: <LayoutGrid aria-hidden /> },
] satisfies NavigationLink[]

/** What is looked at now and then, each with what it is for. */
export const nowAndThen = [
  {
    label: 'Money',
    links: [
      { label: 'Purchases', href: '/purchases', icon: <ShoppingBag aria-hidden />, about: 'Top-ups and their receipts' },
      { label: 'Refunds', href: '/refunds', icon: <Undo2 aria-hidden />, about: 'Money on its way back to your card' },
      { label: 'Balance history', href: '/history', icon: <History aria-hidden />, about: 'Every change beside calls' },
      {
        label: 'Automatic top-up',
        href: '/auto-top-up',
        icon: <Repeat aria-hidden />,
        about: 'So that apps never stop; off unless you agree',
      },
      { label: 'Cards', href: '/cards', icon: <CreditCard aria-hidden />, about: 'Kept, or forgotten' },
    ],
  },
  {
    label: 'Settings',
    links: [{ label: 'Mails', href: '/notifications', icon: <BellRing aria-hidden />, about: 'What you are told of' }],
  },
] satisfies { label: string; links: (NavigationLink & { about: string })[] }[]

export const navigation: readonly NavigationGroup[] = [{ links: everyday }, ...nowAndThen]

export const tabs: readonly NavigationLink[] = [
  ...everyday,
  {
    label: 'More',
    href: '/more',
    icon: <Ellipsis aria-hidden />,
    covers: nowAndThen.flatMap(({ links }) => links.map(({ href }) => href)),
  },
]
