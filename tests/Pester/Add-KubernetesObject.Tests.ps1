BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $objects = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../samples/reference-node-objects.json'))
    $pages = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../Kubernetes/fixtures/api'))
    $node = Import-NodeSnapshot -Path $sample
    $class = 'NetPath.Cmdlets.Kubernetes.AddKubernetesObjectCommand'
}

Describe 'Add-KubernetesObject' {
    Context 'files' {
        BeforeAll {
            $with = $node | Add-KubernetesObject $objects
        }

        It 'gives a new snapshot that holds the objects' {
            $with.NodeName | Should -Be 'minikube'
            $with.GetKubernetesObjects().Services | Should -HaveCount 9
            $with.Sections | Should -Contain 'kubernetes'
            $with.Problems | Should -BeNullOrEmpty
        }

        It 'leaves the one that it was given as it is' {
            $node.GetKubernetesObjects().Services | Should -HaveCount 0
            $node.Sections | Should -Not -Contain 'kubernetes'
        }

        It 'notes the file that they came from' {
            ($with.Commands | Where-Object Path -EQ 'kubernetes/pods.json').Command | Should -Be $objects
        }

        It 'keeps them when the snapshot is exported' {
            $folder = New-TestFolder
            try {
                $with | Export-NodeSnapshot (Join-Path $folder 'node.tar.gz')
                (Import-NodeSnapshot (Join-Path $folder 'node.tar.gz')).GetKubernetesObjects().Pods | Should -HaveCount 6
            }
            finally { Remove-TestFolder $folder }
        }

        It 'takes paths of snapshots, and several' {
            @(Add-KubernetesObject $objects -Snapshot $sample, $node) | Should -HaveCount 2
        }

        It 'takes all pages of a list by a wildcard' {
            $read = $node | Add-KubernetesObject (Join-Path $pages 'services.page*.json')
            $read.GetKubernetesObjects().Services | Should -HaveCount 32
        }

        It 'warns of files that were made for one namespace, unless that is said' {
            $folder = New-TestFolder
            $file = Join-Path $folder 'one.json'
            [IO.File]::WriteAllText($file, '{"kind":"Service","apiVersion":"v1","metadata":{"name":"s","namespace":"shop"}}')
            try {
                $null = $node | Add-KubernetesObject $file -WarningVariable warnings -WarningAction SilentlyContinue
                "$warnings" | Should -BeLike 'All objects here are of the namespace shop, and what is not here counts as not there. *-Namespace shop *'
                $null = $node | Add-KubernetesObject $file -Namespace shop -WarningVariable warnings -WarningAction SilentlyContinue
                $warnings | Should -BeNullOrEmpty
                $null = $node | Add-KubernetesObject $objects -WarningVariable warnings -WarningAction SilentlyContinue
                $warnings | Should -BeNullOrEmpty
            }
            finally { Remove-TestFolder $folder }
        }

        It 'traces as before' {
            "$(Trace-ServicePacket numbers-api -From client -Snapshot $with)" | Should -Be 'client-66d9c8b7f4-8wz5k -> default/numbers-api: Connected'
        }
    }

    Context 'files that cannot be used' {
        It 'stops for <Name>' -ForEach @(
            @{ Name = 'a file that is not there'; File = 'no-such.json'; Code = 'ObjectFileNotFound'; Message = "There is no file '*no-such.json'. Make one with: kubectl get *" }
            @{ Name = 'a folder'; File = '.'; Code = 'ObjectFileUnreadable'; Message = '*could not be read: It is a folder; name the files in it, or use a wildcard.' }
            @{ Name = 'one page of a list'; File = 'services.page1.json'; Code = 'KubernetesObjectsUnusable'; Message = '*holds 10 of 32 services only*Nothing was added.' }
            @{ Name = 'an error of the API'; File = 'error.403-anonymous.json'; Code = 'KubernetesObjectsUnusable'; Message = '*holds an error of the API server*' }
            @{ Name = 'objects that NetPath has no use for'; File = 'namespaces.json'; Code = 'NoKubernetesObjects'; Message = '*holds no object of a kind that NetPath reads*' }
        ) {
            { $node | Add-KubernetesObject (Join-Path $pages $File) -ErrorAction Stop } | Should -Throw -ErrorId "$Code,$class" -ExpectedMessage $Message
        }
    }

    Context 'the API' {
        BeforeAll {
            $folder = New-TestFolder
            $config = Join-Path $folder 'config'
            $lines = 'apiVersion: v1', 'kind: Config', 'current-context: here', 'clusters:', '- {name: here, cluster: {server: "http://127.0.0.1:1"}}',
            'contexts:', '- {name: here, context: {cluster: here, user: me}}', 'users:', '- {name: me, user: {token: x}}'
            [IO.File]::WriteAllLines($config, [string[]]$lines)
        }

        AfterAll {
            Remove-TestFolder $folder
        }

        It 'says when nobody answers' {
            { $node | Add-KubernetesObject -KubeConfig $config -ErrorAction Stop } |
                Should -Throw -ErrorId "ApiUnreachable,$class" -ExpectedMessage 'Could not list services at http://127.0.0.1:1: the server cannot be reached*'
        }

        It 'says which contexts there are' {
            { $node | Add-KubernetesObject -KubeConfig $config -Context prod -ErrorAction Stop } |
                Should -Throw -ErrorId "KubeConfigUnusable,$class" -ExpectedMessage "*holds no context 'prod'. The contexts there are here.*"
        }

        It 'says that a kubeconfig lies nowhere' {
            { $node | Add-KubernetesObject -KubeConfig 'nodrive:/config' -ErrorAction Stop } |
                Should -Throw -ErrorId "PathNotFound,$class" -ExpectedMessage "There is no place 'nodrive:/config'.*"
        }

        It 'takes the files of KUBECONFIG' {
            $before = $env:KUBECONFIG
            try {
                $env:KUBECONFIG = [string]::Join([IO.Path]::PathSeparator, @((Join-Path $folder 'absent'), $config))
                { $node | Add-KubernetesObject -ErrorAction Stop } | Should -Throw -ErrorId "ApiUnreachable,$class"
            }
            finally { $env:KUBECONFIG = $before }
        }
    }

    Context 'what the rules have not followed' {
        BeforeAll {
            $with = $node | Add-KubernetesObject $objects
        }

        It 'shows an endpoint that is stale, and one that is missing' {
            $service = Get-KubeServiceChain numbers-pair -Snapshot $with
            $service.Endpoints.Condition | Should -Be @('Ready', 'Stale')
            $service.MissingEndpoints.Target | Should -Be '10.244.120.70:80'
            $service.MissingEndpoints.Pod | Should -Be 'default/numbers-pair-84c5f9d6b7-p2v8n'
            $service.MissingEndpoints.Owner | Should -Be 'Deployment/numbers-pair'
            $service.Problems | Should -HaveCount 2
        }

        It 'shows an endpoint whose pod is ending' {
            (Get-KubeServiceChain numbers-sticky -Snapshot $with).Endpoints.Condition | Should -Be @('Ready', 'Serving')
        }

        It 'names the pod and its node' {
            $endpoint = (Get-KubeServiceChain numbers-remote -Snapshot $with).Endpoints[0]
            "$($endpoint.Pod) $($endpoint.NodeName) $($endpoint.Condition)" | Should -Be 'default/numbers-remote-6f7d9c5b48-tq5zl minikube-m02 Ready'
        }

        It 'has nothing to say without objects' {
            $endpoint = (Get-KubeServiceChain numbers-pair -Snapshot $node).Endpoints[1]
            $endpoint.Condition | Should -BeNullOrEmpty
            $endpoint.Pod | Should -BeNullOrEmpty
        }
    }
}

Describe 'The Kubernetes client' {
    BeforeAll {
        $module = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1'))
        $strangers = 'YamlDotNet', 'KubernetesClient' | ForEach-Object { [IO.Path]::GetFullPath((Join-Path $PSScriptRoot "../Kubernetes/Conflicts/$_/bin/Release/net8.0/$_.dll")) }
        $haveStrangers = @($strangers | Where-Object { -not [IO.File]::Exists($_) }).Count -eq 0

        # Asks an API where nobody is, which takes the client as far as the network.
        $ask = "try { Add-KubernetesObject -Snapshot '$sample' -KubeConfig `$config -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId.Split(',')[0] }"
        $folder = New-TestFolder
        $config = Join-Path $folder 'config'
        $lines = 'apiVersion: v1', 'kind: Config', 'current-context: here', 'clusters:', '- {name: here, cluster: {server: "http://127.0.0.1:1"}}',
        'contexts:', '- {name: here, context: {cluster: here, user: me}}', 'users:', '- {name: me, user: {token: x}}'
        [IO.File]::WriteAllLines($config, [string[]]$lines)

        function Invoke-Session {
            <# .SYNOPSIS
                Runs lines in a new process. #>
            param([string[]] $Line)

            $text = @("`$config = '$config'") + $Line -join "`n"
            @(& ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $text 2>&1 | ForEach-Object { "$_" })
        }

        $count = '[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match ''^(NetPath\.Kubernetes|KubernetesClient|YamlDotNet|Fractions)$'' | Sort-Object'
    }

    AfterAll {
        Remove-TestFolder $folder
    }

    It 'is not loaded by a session that does not use it' {
        $said = Invoke-Session "Import-Module '$module'", "`$null = Get-KubeServiceChain -Snapshot '$sample'", "`$null = Import-NodeSnapshot '$sample' | Add-KubernetesObject '$objects'", $count, "'end'"
        $said | Should -Be 'end'
    }

    It 'is loaded on first use' {
        $said = Invoke-Session "Import-Module '$module'", $ask, $count
        $said | Should -Be @('ApiUnreachable', 'Fractions', 'KubernetesClient', 'NetPath.Kubernetes', 'YamlDotNet')
    }

    It 'gets on with other versions that were loaded before' {
        if (-not $haveStrangers) { Set-ItResult -Skipped -Because 'tests/Kubernetes/Conflicts is not built'; return }
        $load = "'$($strangers -join "', '")' | ForEach-Object { `$null = [Reflection.Assembly]::LoadFrom(`$_) }"
        $said = Invoke-Session $load, "Import-Module '$module'", $ask, '[YamlDotNet.Stranger]::Name', '[KubernetesClient.Stranger]::Name'
        $said | Should -Be @('ApiUnreachable', 'another YamlDotNet', 'another KubernetesClient')
    }

    It 'gets on with other versions that are loaded after' {
        if (-not $haveStrangers) { Set-ItResult -Skipped -Because 'tests/Kubernetes/Conflicts is not built'; return }
        $load = "'$($strangers -join "', '")' | ForEach-Object { `$null = [Reflection.Assembly]::LoadFrom(`$_) }"
        $said = Invoke-Session "Import-Module '$module'", $ask, $load, '[YamlDotNet.Stranger]::Name', '[KubernetesClient.Stranger]::Name', $ask
        $said | Should -Be @('ApiUnreachable', 'another YamlDotNet', 'another KubernetesClient', 'ApiUnreachable')
    }

    It 'is loaded again after the module was imported again' {
        $said = Invoke-Session "Import-Module '$module'", $ask, 'Remove-Module NetPath', "Import-Module '$module'", $ask
        $said | Should -Be @('ApiUnreachable', 'ApiUnreachable')
    }
}
