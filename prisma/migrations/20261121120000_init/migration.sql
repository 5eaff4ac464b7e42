-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "app_status" AS ENUM ('live', 'suspended');

-- CreateEnum
CREATE TYPE "billing_mode" AS ENUM ('user', 'developer');

-- CreateEnum
CREATE TYPE "mode" AS ENUM ('live', 'sandbox');

-- CreateEnum
CREATE TYPE "audience" AS ENUM ('dashboard', 'wallet', 'console');

-- CreateEnum
CREATE TYPE "organization_role" AS ENUM ('owner', 'developer', 'finance');

-- CreateEnum
CREATE TYPE "account_kind" AS ENUM ('stripe_balance', 'bank', 'topup_clearing', 'payout_clearing', 'disputed', 'user_receivable', 'organization_receivable', 'lot', 'grant_pool', 'dispute_hold', 'refund_payable', 'provider_payable', 'earnings_pending', 'earnings_available', 'earnings_held', 'payout', 'sales_tax', 'package_fee', 'margin', 'stripe_fee', 'dispute_fee', 'dispute_loss', 'bad_debt', 'usage_loss', 'promotion_cost', 'adjustment', 'sandbox_source');

-- CreateEnum
CREATE TYPE "order_kind" AS ENUM ('wallet_topup', 'organization_topup', 'grant_pool');

-- CreateEnum
CREATE TYPE "order_status" AS ENUM ('created', 'open', 'paid', 'failed', 'expired', 'quarantined');

-- CreateEnum
CREATE TYPE "stripe_event_status" AS ENUM ('stored', 'handled', 'failed');

-- CreateEnum
CREATE TYPE "wallet_kind" AS ENUM ('user', 'organization', 'unclaimed', 'guest');

-- CreateEnum
CREATE TYPE "wallet_status" AS ENUM ('open', 'paused', 'frozen', 'closing', 'closed');

-- CreateEnum
CREATE TYPE "lot_kind" AS ENUM ('grant', 'promotion', 'topup');

-- CreateEnum
CREATE TYPE "connection_status" AS ENUM ('active', 'paused', 'revoked');

-- CreateEnum
CREATE TYPE "limit_period" AS ENUM ('day', 'week', 'month');

-- CreateEnum
CREATE TYPE "hold_state" AS ENUM ('open', 'settled', 'released', 'expired');

-- CreateTable
CREATE TABLE "app" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "origin" TEXT,
    "status" "app_status" NOT NULL DEFAULT 'live',
    "markup_bps" INTEGER NOT NULL DEFAULT 0,
    "next_markup_bps" INTEGER,
    "next_markup_at" TIMESTAMPTZ,
    "output_tokens_default" INTEGER NOT NULL DEFAULT 16384,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_origin" (
    "origin" TEXT NOT NULL,
    "app_id" UUID NOT NULL,

    CONSTRAINT "app_origin_pkey" PRIMARY KEY ("app_id","origin")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "billing_mode" "billing_mode" NOT NULL DEFAULT 'user',
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "last_four" TEXT NOT NULL,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allowed_ips" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "requests_per_minute" INTEGER,
    "expires_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "external_user" (
    "app_id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "external_user_id" TEXT NOT NULL,
    "wallet_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "email" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "external_user_pkey" PRIMARY KEY ("app_id","mode","external_user_id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "wallet_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "text_version" TEXT NOT NULL,
    "shown" JSONB NOT NULL,
    "markup_bps" INTEGER NOT NULL,
    "limit_microcents" BIGINT,
    "ip" TEXT,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" BYTEA NOT NULL,
    "audience" "audience" NOT NULL,
    "subject_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "id" UUID NOT NULL,
    "audience" "audience" NOT NULL,
    "email" TEXT NOT NULL,
    "link_hash" BYTEA NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "tries_left" INTEGER NOT NULL DEFAULT 5,
    "return_to" TEXT,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "consumed_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "earnings_delay_days" INTEGER NOT NULL DEFAULT 7,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "organization_role" NOT NULL DEFAULT 'owner',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "transaction" (
    "wallet_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "kind" TEXT NOT NULL,
    "reverses_id" UUID,
    "occurred_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "transaction_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateTable
CREATE TABLE "transfer" (
    "wallet_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    "transaction_id" UUID NOT NULL,
    "n" SMALLINT NOT NULL,
    "mode" "mode" NOT NULL,
    "debit_kind" "account_kind" NOT NULL,
    "debit_id" UUID NOT NULL,
    "credit_kind" "account_kind" NOT NULL,
    "credit_id" UUID NOT NULL,
    "amount_microcents" BIGINT NOT NULL,
    "accrual_day" DATE,
    "created_xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("wallet_id","transaction_id","n")
);

-- CreateTable
CREATE TABLE "operation" (
    "operation_key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "transaction_id" UUID NOT NULL,
    "wallet_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operation_pkey" PRIMARY KEY ("operation_key")
);

-- CreateTable
CREATE TABLE "account" (
    "mode" "mode" NOT NULL,
    "kind" "account_kind" NOT NULL,
    "id" UUID NOT NULL,
    "balance_microcents" BIGINT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("mode","kind","id")
);

-- CreateTable
CREATE TABLE "account_fold" (
    "mode" "mode" NOT NULL,
    "kind" "account_kind" NOT NULL,
    "id" UUID NOT NULL,
    "accrual_day" DATE NOT NULL DEFAULT '1970-01-01',
    "debits_microcents" DECIMAL(38,0) NOT NULL,
    "credits_microcents" DECIMAL(38,0) NOT NULL,

    CONSTRAINT "account_fold_pkey" PRIMARY KEY ("mode","kind","id","accrual_day")
);

-- CreateTable
CREATE TABLE "earnings_day" (
    "mode" "mode" NOT NULL,
    "organization_id" UUID NOT NULL,
    "accrual_day" DATE NOT NULL,
    "taken_microcents" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "earnings_day_pkey" PRIMARY KEY ("mode","organization_id","accrual_day")
);

-- CreateTable
CREATE TABLE "funding_update" (
    "wallet_id" UUID NOT NULL,
    "transaction_id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "old_microcents" BIGINT NOT NULL,
    "new_microcents" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "funding_update_pkey" PRIMARY KEY ("wallet_id","transaction_id")
);

-- CreateTable
CREATE TABLE "fold_watermark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "folded_xid" xid8 NOT NULL,
    "folded_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "fold_watermark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "package" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "price_cents" INTEGER NOT NULL,
    "credit_microcents" BIGINT NOT NULL,
    "starts_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ,

    CONSTRAINT "package_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order" (
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "kind" "order_kind" NOT NULL,
    "status" "order_status" NOT NULL DEFAULT 'created',
    "wallet_id" UUID,
    "organization_id" UUID,
    "app_id" UUID,
    "external_user_id" TEXT,
    "package_id" UUID,
    "description" TEXT NOT NULL,
    "price_cents" INTEGER NOT NULL,
    "credit_microcents" BIGINT NOT NULL,
    "markup_bps" INTEGER,
    "buyer_email" TEXT,
    "success_url" TEXT NOT NULL,
    "cancel_url" TEXT NOT NULL,
    "stripe_session_id" TEXT,
    "payment_intent" TEXT,
    "quarantine_reason" TEXT,
    "receipt_token_hash" BYTEA,
    "lot_id" UUID,
    "fee_booked_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paid_at" TIMESTAMPTZ,

    CONSTRAINT "order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "livemode" BOOLEAN NOT NULL,
    "payload" JSONB NOT NULL,
    "status" "stripe_event_status" NOT NULL DEFAULT 'stored',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "received_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_at" TIMESTAMPTZ,

    CONSTRAINT "stripe_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "app_id" UUID NOT NULL,
    "wallet_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "external_user_id" TEXT NOT NULL,
    "amount_microcents" BIGINT NOT NULL,
    "balance_before_microcents" BIGINT NOT NULL,
    "description" TEXT,
    "operation_key" TEXT NOT NULL,
    "transaction_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ,
    "returned_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refused_call" (
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "app_id" UUID NOT NULL,
    "credential_id" UUID,
    "external_user_id" TEXT,
    "model" TEXT,
    "code" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refused_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "provider" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "price_version" (
    "id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ NOT NULL,
    "ends_at" TIMESTAMPTZ,
    "source" TEXT NOT NULL,
    "approved_by" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "price_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "price_line" (
    "price_version_id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "above_units" INTEGER NOT NULL DEFAULT 0,
    "service_tier" TEXT NOT NULL DEFAULT 'standard',
    "price_microcents_per_million" BIGINT NOT NULL,
    "cost_microcents_per_million" BIGINT NOT NULL,

    CONSTRAINT "price_line_pkey" PRIMARY KEY ("price_version_id","meter","above_units","service_tier")
);

-- CreateTable
CREATE TABLE "wallet" (
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "kind" "wallet_kind" NOT NULL,
    "status" "wallet_status" NOT NULL DEFAULT 'open',
    "user_id" UUID,
    "organization_id" UUID,
    "in_debt" BOOLEAN NOT NULL DEFAULT false,
    "open_holds" INTEGER NOT NULL DEFAULT 0,
    "absorbed_on" DATE,
    "absorbed_microcents" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wallet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lot" (
    "wallet_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" "lot_kind" NOT NULL,
    "app_id" UUID,
    "available_microcents" BIGINT NOT NULL,
    "held_microcents" BIGINT NOT NULL DEFAULT 0,
    "original_microcents" BIGINT NOT NULL,
    "charged_cents" INTEGER,
    "payment_intent" TEXT,
    "origin_lot_id" UUID,
    "expires_at" TIMESTAMPTZ,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateTable
CREATE TABLE "connection" (
    "wallet_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "app_id" UUID NOT NULL,
    "status" "connection_status" NOT NULL DEFAULT 'active',
    "expires_at" TIMESTAMPTZ,
    "models" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "markup_bps_accepted" INTEGER NOT NULL,
    "earns_markup" BOOLEAN NOT NULL DEFAULT true,
    "limit_microcents" BIGINT,
    "limit_period" "limit_period" NOT NULL DEFAULT 'month',
    "limit_call_microcents" BIGINT,
    "window_starts_at" TIMESTAMPTZ,
    "window_used_microcents" BIGINT NOT NULL DEFAULT 0,
    "consent_id" UUID,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateTable
CREATE TABLE "key_budget" (
    "wallet_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "limit_microcents" BIGINT,
    "limit_period" "limit_period" NOT NULL DEFAULT 'month',
    "window_starts_at" TIMESTAMPTZ,
    "window_used_microcents" BIGINT NOT NULL DEFAULT 0,
    "end_user_limit_microcents" BIGINT,
    "end_user_period" "limit_period" NOT NULL DEFAULT 'month',

    CONSTRAINT "key_budget_pkey" PRIMARY KEY ("wallet_id","api_key_id")
);

-- CreateTable
CREATE TABLE "end_user_spending" (
    "wallet_id" UUID NOT NULL,
    "api_key_id" UUID NOT NULL,
    "end_user" TEXT NOT NULL,
    "window_starts_at" TIMESTAMPTZ NOT NULL,
    "window_used_microcents" BIGINT NOT NULL,

    CONSTRAINT "end_user_spending_pkey" PRIMARY KEY ("wallet_id","api_key_id","end_user")
);

-- CreateTable
CREATE TABLE "hold" (
    "wallet_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "state" "hold_state" NOT NULL DEFAULT 'open',
    "lapsed" BOOLEAN NOT NULL DEFAULT false,
    "connection_id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "external_user_id" TEXT,
    "end_user" TEXT,
    "model" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "price_version_ids" UUID[],
    "request_hash" BYTEA NOT NULL,
    "idempotency_hash" BYTEA,
    "markup_bps" INTEGER NOT NULL,
    "units_granted" INTEGER NOT NULL,
    "base_max_microcents" BIGINT NOT NULL,
    "amount_microcents" BIGINT NOT NULL,
    "line_lots" UUID[],
    "line_kinds" "lot_kind"[],
    "line_amounts" BIGINT[],
    "limit_part_microcents" BIGINT NOT NULL,
    "window_starts_at" TIMESTAMPTZ,
    "key_window_starts_at" TIMESTAMPTZ,
    "end_user_window_starts_at" TIMESTAMPTZ,
    "checkpoint_base_microcents" BIGINT NOT NULL DEFAULT 0,
    "checkpoint_cost_microcents" BIGINT NOT NULL DEFAULT 0,
    "checkpoint_usage" JSONB,
    "lease_until" TIMESTAMPTZ NOT NULL,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "resolved_at" TIMESTAMPTZ,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "wallet_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "hold_id" UUID NOT NULL,
    "answer" BYTEA,
    "created_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("wallet_id","credential_id","key_hash")
);

-- CreateTable
CREATE TABLE "charge" (
    "wallet_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "mode" "mode" NOT NULL,
    "app_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "external_user_id" TEXT,
    "end_user" TEXT,
    "model" TEXT NOT NULL,
    "provider_id" UUID NOT NULL,
    "usage" JSONB NOT NULL,
    "base_microcents" BIGINT NOT NULL,
    "markup_microcents" BIGINT NOT NULL,
    "cost_microcents" BIGINT NOT NULL,
    "loss_microcents" BIGINT NOT NULL DEFAULT 0,
    "markup_bps" INTEGER NOT NULL,
    "price_version_id" UUID NOT NULL,
    "hold_microcents" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "stopped" TEXT,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "settled_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "charge_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateIndex
CREATE INDEX "app_of_organization" ON "app"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_secret_hash_key" ON "api_key"("secret_hash");

-- CreateIndex
CREATE INDEX "api_key_of_app" ON "api_key"("app_id");

-- CreateIndex
CREATE INDEX "external_user_of_wallet" ON "external_user"("wallet_id");

-- CreateIndex
CREATE INDEX "consent_of_connection" ON "consent"("wallet_id", "connection_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "operator_email_key" ON "operator"("email");

-- CreateIndex
CREATE INDEX "session_of_subject" ON "session"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_attempt_link_hash_key" ON "sign_in_attempt"("link_hash");

-- CreateIndex
CREATE INDEX "sign_in_attempt_of_email" ON "sign_in_attempt"("email", "created_at");

-- CreateIndex
CREATE INDEX "membership_of_user" ON "membership"("user_id");

-- CreateIndex
CREATE INDEX "transfer_to_fold" ON "transfer"("created_xid");

-- CreateIndex
CREATE UNIQUE INDEX "order_stripe_session_id_key" ON "order"("stripe_session_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_payment_intent_key" ON "order"("payment_intent");

-- CreateIndex
CREATE UNIQUE INDEX "order_receipt_token_hash_key" ON "order"("receipt_token_hash");

-- CreateIndex
CREATE INDEX "order_of_wallet" ON "order"("wallet_id", "created_at");

-- CreateIndex
CREATE INDEX "order_of_organization" ON "order"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "stripe_event_inbox" ON "stripe_event"("status", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "grant_operation_key_key" ON "grant"("operation_key");

-- CreateIndex
CREATE INDEX "grant_of_app" ON "grant"("app_id", "created_at");

-- CreateIndex
CREATE INDEX "grant_by_expiry" ON "grant"("expires_at");

-- CreateIndex
CREATE INDEX "refused_call_of_app" ON "refused_call"("app_id", "at");

-- CreateIndex
CREATE INDEX "refused_call_by_age" ON "refused_call"("at");

-- CreateIndex
CREATE INDEX "audit_entry_of_subject" ON "audit_entry"("subject", "at");

-- CreateIndex
CREATE UNIQUE INDEX "provider_name_key" ON "provider"("name");

-- CreateIndex
CREATE INDEX "price_version_of_model" ON "price_version"("model", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "wallet_mode_user_id_key" ON "wallet"("mode", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "wallet_mode_organization_id_key" ON "wallet"("mode", "organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "lot_payment_intent_key" ON "lot"("payment_intent");

-- CreateIndex
CREATE UNIQUE INDEX "connection_app_id_wallet_id_key" ON "connection"("app_id", "wallet_id");

-- CreateIndex
CREATE INDEX "idempotency_by_age" ON "idempotency"("created_at");

-- CreateIndex
CREATE INDEX "charge_of_app" ON "charge"("app_id", "id");

-- AddForeignKey
ALTER TABLE "app" ADD CONSTRAINT "app_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_origin" ADD CONSTRAINT "app_origin_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "app"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_line" ADD CONSTRAINT "price_line_price_version_id_fkey" FOREIGN KEY ("price_version_id") REFERENCES "price_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


