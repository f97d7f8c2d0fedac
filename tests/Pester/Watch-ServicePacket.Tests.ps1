# What the kernel reports is tested in tests/Lab, in namespaces of its own: here nothing is put into this machine's.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    $id = 'NetPath.Cmdlets.KernelTracing.WatchServicePacketCommand'
    $command = Get-Command Watch-ServicePacket
}

Describe 'Watch-ServicePacket' {
    It 'says what it writes' {
        $command.OutputType.Name | Should -Be 'NetPath.Core.KernelTracing.KernelPacket'
    }

    It 'takes <_>' -ForEach 'WhatIf', 'Confirm', 'First', 'Timeout', 'From', 'Namespace', 'Protocol', 'Port', 'PacketsPerSecond' {
        $command.Parameters.Keys | Should -Contain $_
    }

    It 'refuses <Name> <Value>' -ForEach @(
        @{ Name = 'First'; Value = 0 }
        @{ Name = 'Timeout'; Value = 0 }
        @{ Name = 'Port'; Value = 70000 }
        @{ Name = 'PacketsPerSecond'; Value = 0 }
    ) {
        $arguments = @{ $Name = $Value }
        { Watch-ServicePacket numbers-api @arguments } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
    }

    It 'wants a Service' {
        { Watch-ServicePacket -Service '' } | Should -Throw -ErrorId "ParameterArgumentValidationError,$id"
    }

    It 'says that it needs root, or that this machine has no such Service' {
        $problem = $null
        try { Watch-ServicePacket no-such-service -Timeout 1 -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction SilentlyContinue } catch { $problem = $_ }
        $found = if ($problem) { $problem } else { $problems[0] }
        $found.FullyQualifiedErrorId | Should -BeIn @("NotPrivileged,$id", "NoServiceRules,$id", "ServiceNotFound,$id", "NoServices,$id")
    }
}
