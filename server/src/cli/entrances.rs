//! `lykta token` and `lykta sign-in`: ways in, made by whoever holds the data directory.

use clap::{Args, Subcommand, ValueEnum};

use shared::wire::Role;

use super::output::say;
use super::{Outcome, Place};
use crate::state::sign_in_link;

/// Tokens for programs such as QGIS, R or Power BI.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token and prints it, this once. Send it as `Authorization: Bearer TOKEN`.
    Create(TokenArgs),
}

/// A token to make.
#[derive(Debug, Args)]
pub struct TokenArgs {
    /// What the program may do.
    #[arg(long, value_enum)]
    role: ProgramRole,
    /// What it is for, for your own list.
    #[arg(long)]
    name: String,
}

/// Links that sign people in to the desk.
#[derive(Debug, Subcommand)]
pub enum SignInCommand {
    /// Makes a link that signs one person in, once, within 24 hours.
    Create(SignInArgs),
}

/// A link to make.
#[derive(Debug, Args)]
pub struct SignInArgs {
    /// Who is to sign in.
    #[arg(long)]
    name: String,
    /// What they may do.
    #[arg(long, value_enum)]
    role: PersonRole,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ProgramRole {
    /// Reads merged data, without free text and photos.
    Planner,
    /// Also plans walks, reads everything and decides.
    Officer,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PersonRole {
    /// Reads merged data, without free text and photos.
    Planner,
    /// Also plans walks, reads everything and decides.
    Officer,
    /// Also lets others in.
    Administrator,
}

/// Makes a token.
pub(super) async fn token(place: &Place, TokenCommand::Create(args): TokenCommand) -> Outcome {
    let role = match args.role {
        ProgramRole::Planner => Role::Planner,
        ProgramRole::Officer => Role::Officer,
    };
    let store = place.store().await?;
    say!("{}", store.create_token(&args.name, role).await?)?;
    Ok(store.close().await?)
}

/// Makes a link.
pub(super) async fn sign_in(place: &Place, SignInCommand::Create(args): SignInCommand) -> Outcome {
    let role = match args.role {
        PersonRole::Planner => Role::Planner,
        PersonRole::Officer => Role::Officer,
        PersonRole::Administrator => Role::Administrator,
    };
    let store = place.store().await?;
    let entrance = store.create_sign_in(&args.name, role, false).await?;
    say!("{}", sign_in_link(&place.public_url(&store).await?, &entrance.token))?;
    Ok(store.close().await?)
}
