// A filter that waits until typing is done.
export { FilterField } from '@farebox/ui'
