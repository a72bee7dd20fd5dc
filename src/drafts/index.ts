export { compose, contentOf, throwAway, typedFields, type Composed, type Intent } from './compose.ts'
export { findDraft, findTicketDraft, listTicketDrafts, moveDraft, renameDraft, saveDraft, spendDraft, type Draft, type DraftForm } from './store.ts'
