export { compose, contentOf, saysMore, throwAway, typedFields, type Composed } from './compose.ts'
export { findDraft, draftsOnTicket, listTicketDrafts, moveDraft, renameDraft, saveDraft, spendDraft, type Draft, type DraftForm } from './store.ts'
