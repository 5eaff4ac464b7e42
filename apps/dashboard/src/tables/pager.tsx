// Older and newest, under a list.
export { Pager } from '@farebox/ui'
