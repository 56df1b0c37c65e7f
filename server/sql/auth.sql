-- Written by `npm run sql`; the functions are in server/auth/.

-- auth/password-token-queries.ts replacePasswordToken
select "id" from "people" where "id" = $1 for no key update;
delete from "password_tokens" where "person_id" = $1;
insert into "password_tokens" ("token_hash", "code_hash", "person_id", "expires_at", "created_at") values ($1, $2, $3, $4, $5);

-- auth/password-token-queries.ts findTokenOwner
select "person_id" from "password_tokens" where "token_hash" = $1 and "expires_at" > $2;

-- auth/password-token-queries.ts spendCodeTry
update "password_tokens" set "tries" = "tries" + $1 where "person_id" = $2 and "expires_at" > $3 and "tries" < $4 returning "token_hash", "code_hash";

-- auth/password-token-queries.ts consumePasswordToken
delete from "password_tokens" where "token_hash" = $1 and "expires_at" > $2;

-- auth/password-token-queries.ts removePasswordTokens
delete from "password_tokens" where "person_id" = $1;

-- auth/password-mail-queries.ts findSignInReceiver
select "p"."name", "p"."email", (select "t"."language" from "tenants" as "t" left join "memberships" as "m" on "m"."tenant_id" = "t"."id" and "m"."active" = $1 and "m"."person_id" = $2 left join "supplier_contacts" as "c" on "c"."tenant_id" = "t"."id" and "c"."active" = $3 and "c"."person_id" = $4 where ("m"."person_id" is not null or "c"."person_id" is not null) order by "m"."person_id", "t"."name" limit $5) as "language" from "people" as "p" where "p"."id" = $6 and "p"."active" = $7;
