@smtp
Feature: Names under which somebody in charge is reached (RFC 2142)

  @rfc2142-5-postmaster-of-the-domain-accepted @rfc2142-2-names-in-any-case
  Scenario: Postmaster of the domain, in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<postmaster@{domain}>
      S: (250|251)
      C: RCPT TO:<PostMaster@{domain}>
      S: (250|251)
      C: RCPT TO:<PoStMaStEr@{domain}>
      S: (250|251)
      """

  @rfc2142-2-abuse-of-the-domain-accepted
  Scenario: Abuse of the domain
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<abuse@{domain}>
      S: (250|251)
      """

  @rfc2142-1-role-names-of-the-domain-accepted @accounts:1
  Scenario: Mail for postmaster is kept, and does not come back
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {recipient}
      To: postmaster@{domain}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      Something is wrong with mail.
      """
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message
    When it says
      """
      C: MAIL FROM:<{recipient}>
      S: 250
      C: RCPT TO:<postmaster@{domain}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {recipient}
        To: postmaster@{domain}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <complaint.{token}@client.example.org>
        Subject: complaint {token}

        Something is wrong with mail.
      S: 250
      """
    And a fence message reaches "{recipient}"
    Then "{recipient}" has received nothing with "complaint {token}"
