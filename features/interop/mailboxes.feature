@imap @interop @secure
Feature: Libraries add mail to a mailbox and change its flags

  @rfc3501-6.3.11-append-adds-message @rfc3501-6.3.11-append-sets-flags @rfc3501-6.4.5-fetch-flags
  Scenario: A mail that a library adds is found with its flags
    Given the mailbox "{root}Drafts" holds no messages
    And a library composes this mail
      """
      from: { name: Jörg, address: '{sender}' }
      to: [{ name: '', address: '{recipient}' }]
      id: <{token}@client.example.org>
      subject: Added — {token}
      text: |
        Not yet sent.
      html: |
        <i>Not yet sent.</i>
      attachments:
        - { filename: draft.bin, type: application/octet-stream, octets: 5000 }
      """
    When a library adds the message to "{root}Drafts" with the flags "\Draft \Seen"
    Then a library finds the message in "{root}Drafts"
    And "{flags}" is "\Draft \Seen"
    And a library reads the same in the received message as in what was sent

  @rfc3501-6.4.6-store-replaces-flags @rfc3501-6.4.6-store-adds-flags @rfc3501-6.4.6-store-removes-flags
  Scenario: Flags that a library sets, adds and removes are what others find
    Given the mailbox "{root}flags" holds no messages
    And a library composes this mail
      """
      from: { name: '', address: '{sender}' }
      to: [{ name: '', address: '{recipient}' }]
      id: <{token}@client.example.org>
      subject: Flags {token}
      text: To be flagged.
      """
    When a library adds the message to "{root}flags"
    And a library adds the flags "\Flagged \Seen" of the message in "{root}flags"
    Then a library finds the message in "{root}flags"
    And "{flags}" is "\Flagged \Seen"
    When a library removes the flags "\Flagged" of the message in "{root}flags"
    Then a library finds the message in "{root}flags"
    And "{flags}" is "\Seen"
    When a library sets the flags "\Answered \Deleted" of the message in "{root}flags"
    Then a library finds the message in "{root}flags"
    And "{flags}" is "\Answered \Deleted"
